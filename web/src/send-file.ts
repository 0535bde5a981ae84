import { ownHeaders, Problem, problemFrom, withRenewal } from './api.ts'

export type Sending = {
  /** From 0 to 1. */
  onProgress?: (share: number) => void
  signal?: AbortSignal
}

/** Longer than this without a byte, and nobody is there. */
const SILENCE_MS = 30_000

/** A file as a form; by XMLHttpRequest, since fetch does not tell how much of it has gone out. */
export const sendFile = <T>(method: string, path: string, file: File, sending: Sending = {}): Promise<T> =>
  withRenewal(() => send<T>(method, path, file, sending))

function send<T>(method: string, path: string, file: File, { onProgress, signal }: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    let silence: ReturnType<typeof setTimeout> | undefined
    const listen = () => {
      clearTimeout(silence)
      silence = setTimeout(() => request.abort(), SILENCE_MS)
    }
    const abort = () => request.abort()
    const end = () => {
      clearTimeout(silence)
      signal?.removeEventListener('abort', abort)
    }
    request.open(method, path)
    for (const [name, value] of Object.entries(ownHeaders())) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => {
      listen()
      onProgress?.(total > 0 ? loaded / total : 0)
    }
    request.onload = () => {
      end()
      if (request.status < 300) resolve(JSON.parse(request.responseText) as T)
      else
        reject(problemFrom(request.status, request.getResponseHeader('content-type'), request.responseText))
    }
    request.onerror = () => {
      end()
      reject(new Problem('offline', ''))
    }
    request.onabort = () => {
      end()
      reject(signal?.aborted ? signal.reason : new Problem('offline', ''))
    }
    if (signal?.aborted) return reject(signal.reason)
    signal?.addEventListener('abort', abort)
    listen()
    const form = new FormData()
    form.append('file', file)
    request.send(form)
  })
}
