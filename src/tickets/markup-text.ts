/** Of the markup that CRMs keep comments in, what it says. Square brackets that are no markup stay. */
export function textOfMarkup(text: string): string {
  return (
    text
      .replaceAll('\r\n', '\n')
      .replace(/\[br\s*\/?\]/gi, '\n')
      .replace(/\[url=([^\]]{1,2000})\](.{0,2000}?)\[\/url\]/gis, (_whole, url: string, said: string) =>
        said.trim() === '' || said.trim() === url.trim() ? url : `${said} (${url})`,
      )
      .replace(/\[\*\]/g, '\n• ')
      .replace(/\[disk file id=[^\]]{0,50}\]/gi, '')
      .replace(
        /\[\/?(?:b|i|u|s|p|url|user|img|quote|code|list|size|color|font|table|tr|td|th|left|right|center|justify|video|spoiler)(?:=[^\]]{0,2000})?\]/gi,
        '',
      )
      // What we wrote with a space that is not seen, so that it is no markup there: see comment-text.ts.
      .replaceAll('[\u200b', '[')
      .trim()
  )
}
