import { ownHeaders, problemFrom, withRenewal } from '../api.ts'

/** A link would be followed with a token that may be too old, and what it then saves says so. */
export async function saveCsv(path: string, name: string): Promise<void> {
  const csv = await withRenewal(async () => {
    const response = await fetch(path, { headers: ownHeaders() })
    if (response.ok) return response.blob()
    throw problemFrom(response.status, response.headers.get('content-type'), await response.text())
  })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(csv)
  link.download = name
  link.click()
  // Once the browser has begun to save it.
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS)
}

const KEPT_MS = 60_000
