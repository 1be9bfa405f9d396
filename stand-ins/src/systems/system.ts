import type { Http } from "../http.ts";

/** An outside system of no one city: what it is called, where it answers and what it answers. */
export interface System {
  /** Also the first part of its paths. */
  name: string;
  title: string;
  /** What its callers present. */
  token: string;
  routes(http: Http): void;
  /** Forgets what it was told and what it received. */
  reset?(): void;
}
