/** What time it is. Handed to whoever asks, so that a test can say what day it is; rules take `now: Date` instead. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
