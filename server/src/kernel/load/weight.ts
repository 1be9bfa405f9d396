/** How much a route matters and costs when the server can no longer do everything. */

/**
 * `essential` is served as long as anything is: signing in, what somebody has booked, being told, paying. `heavy` costs much and can
 * wait: drawn sheets, whole overviews, figures. The rest is `ordinary`.
 */
export const WEIGHTS = ["essential", "ordinary", "heavy"] as const;
export type Weight = (typeof WEIGHTS)[number];

declare module "fastify" {
  interface FastifyContextConfig {
    /** Left out: ordinary. */
    weight?: Weight;
  }
}
