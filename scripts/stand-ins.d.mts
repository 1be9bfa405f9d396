export interface RunningStandIns {
  /** Where a person reads the messages and tells the systems to misbehave; its `/control/…` does so for tests. */
  page: string;
  /** By which the server finds them. */
  settings: Record<string, string>;
  /** Settles when they answer. */
  ready: Promise<unknown>;
  stop(): Promise<void>;
}

export function needsStandIns(environment?: Record<string, string | undefined>): boolean;
export function startStandIns(environment?: Record<string, string | undefined>): Promise<RunningStandIns>;
