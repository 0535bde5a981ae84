/** Looks for malware in files. */
export type Scanner = {
  /** What it found, or null. Throws ScannerError if it cannot say. */
  scan(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string | null>
}

/** The scanner did not answer, or not with a verdict: the file stays closed, and is looked at again. */
export class ScannerError extends Error {
  override readonly name = 'ScannerError'
}
