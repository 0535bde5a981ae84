/** Of one message, or of a ticket as it is opened; decoded bytes count. */
export const MESSAGE_LIMITS = { mostFiles: 10, mostBytes: 25 * 1024 * 1024 } as const
/** Of one file. */
export const MOST_FILE_BYTES = 10 * 1024 * 1024
