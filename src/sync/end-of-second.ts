/** A moment of the CRM's, which counts whole seconds: what we knew of that second by `now` was there before it. */
export const endOfSecond = (at: Date, now: Date): Date =>
  at.getMilliseconds() > 0 || at >= now ? at : new Date(Math.min(at.getTime() + 999, now.getTime()))
