import type { Locator } from 'playwright-core'

/** One pixel, which is a picture all the same. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

type Handed = { name: string; type: string; bytes: Buffer }

/** Out of the clipboard, as a picture of the screen comes. The browser lets nobody put one there; what the page is told is the same. */
export async function paste(onto: Locator, file: Handed): Promise<void> {
  await onto.focus()
  const told = `{ bubbles: true, cancelable: true, clipboardData: ${dataOf(file)} }`
  await onto
    .page()
    .evaluate(`void document.activeElement.dispatchEvent(new ClipboardEvent('paste', ${told}))`)
}

/** Out of a folder of theirs, let go over the page. */
export async function drop(onto: Locator, file: Handed): Promise<void> {
  const dataTransfer = await onto.page().evaluateHandle(dataOf(file))
  for (const event of ['dragenter', 'dragover', 'drop']) await onto.dispatchEvent(event, { dataTransfer })
}

const dataOf = ({ name, type, bytes }: Handed) => `(() => {
  const data = new DataTransfer()
  const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), (letter) => letter.charCodeAt(0))
  data.items.add(new File([bytes], ${JSON.stringify(name)}, { type: '${type}' }))
  return data
})()`
