/** The smallest of their kinds. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
export const EXE = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200), Buffer.from('PE\0\0')])
export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n')

type File = { name: string; bytes: string | Uint8Array<ArrayBuffer> }

/** As a page sends files. */
export function formOf(...files: File[]): FormData {
  const form = new FormData()
  for (const { name, bytes } of files) form.append('file', new Blob([bytes]), name)
  return form
}
