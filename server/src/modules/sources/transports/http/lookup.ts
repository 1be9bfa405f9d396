/**
 * Where a department's name may lead: its name service is its own, and could steer a question, with our secret in it, to this machine
 * or to what answers machines alone. Asked at each connection, so that a name cannot be one thing when it is looked at and another
 * when it is used. Addresses of a private network are allowed: governments have one.
 */
import dns from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { SourceFault } from "../source-fault.ts";

/** Checks IPv4 addresses within IPv6 (::ffff:0:0/96) too. */
const NO_DEPARTMENTS = new BlockList();
NO_DEPARTMENTS.addSubnet("0.0.0.0", 8, "ipv4");
NO_DEPARTMENTS.addSubnet("127.0.0.0", 8, "ipv4");
NO_DEPARTMENTS.addSubnet("169.254.0.0", 16, "ipv4");
NO_DEPARTMENTS.addSubnet("224.0.0.0", 3, "ipv4");
// What tells a rented machine about itself, keys included.
NO_DEPARTMENTS.addAddress("100.100.100.200", "ipv4");
NO_DEPARTMENTS.addAddress("::", "ipv6");
NO_DEPARTMENTS.addAddress("::1", "ipv6");
NO_DEPARTMENTS.addSubnet("fe80::", 10, "ipv6");
NO_DEPARTMENTS.addSubnet("ff00::", 8, "ipv6");
// The same once more, as gateways between both write it (RFC 6052).
NO_DEPARTMENTS.addSubnet("64:ff9b::7f00:0", 104, "ipv6");
NO_DEPARTMENTS.addSubnet("64:ff9b::a9fe:0", 112, "ipv6");

/** @param lookup as of `node:dns`; only names come here: an address, and this machine's own name, are what the operators wrote */
export function lookupOfDepartments(lookup: typeof dns.lookup = dns.lookup): LookupFunction {
  return (name, options, found) => {
    lookup(name, { ...options, all: true }, (error, addresses) => {
      if (error) return found(error, []);
      const [first] = addresses;
      if (!first || (name !== "localhost" && addresses.some(({ address }) => isNoDepartment(address)))) {
        return found(new SourceFault("unreachable", "has a name that leads to no department's address", { detail: { code: "address" }, retryable: false }), []);
      }
      return options.all ? found(null, addresses) : found(null, first.address, first.family);
    });
  };
}

export function isNoDepartment(address: string): boolean {
  return NO_DEPARTMENTS.check(address.replace(/%.*$/, ""), isIP(address) === 4 ? "ipv4" : "ipv6");
}
