/** A department whose system is a database with a few views, on a port of its own. */
import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";
import { makeSecret } from "../callers.ts";
import type { Department } from "../systems/department.ts";
import { DATABASE_FAULTS, type DatabaseOptions } from "./misbehaviour.ts";
import type { SqlViews } from "./views.ts";

const USER = "citizen_reader";

interface DatabaseDepartment extends Pick<Department, "city" | "id" | "title"> {
  database: string;
  views: SqlViews;
  create(options: DatabaseOptions): Server;
}

export function createDatabaseDepartment({ city, id, title, database, views, create }: DatabaseDepartment): Department {
  const password = makeSecret();
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  return {
    city, id, title,
    faults: DATABASE_FAULTS,
    async open({ conduct }) {
      server = create({ user: USER, password, database, views, conduct });
      server.on("connection", (socket: Socket) => {
        sockets.add(socket);
        socket.on("close", () => sockets.delete(socket));
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
    },
    async close() {
      const closed = new Promise((resolve) => server?.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    connection() {
      if (!server) throw new Error(`${city}/${id} is not open yet.`);
      const { port } = server.address() as AddressInfo;
      return { sql: { host: "127.0.0.1", port, user: USER, password, database } };
    },
  };
}
