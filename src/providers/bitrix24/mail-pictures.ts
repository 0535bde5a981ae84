import type { CrmFileId } from '#src/ids.ts'
import type { CrmAttachment } from '#src/providers/crm-provider.ts'

/** Of a picture that the portal itself put into the text of a mail: on its own pages it opens for whoever is signed in there. */
const OWN_ADDRESS =
  /(<img\b[^>]*?\bsrc=["'])[^"'>]*?(?:bxacid:n?|crm_show_file\.php\?[^"'>]*?\bfileId=|\/disk\/(?:showFile|downloadFile)\/)(\d{1,10})\b[^"'>]*(?=["'])/gi

/** Pictures that the text names by their number on the Disk are named as those of any mail, so that they are shown like these. */
export function namePictures(
  body: string,
  fileIds: readonly CrmFileId[],
): { body: string; files: CrmAttachment[] } {
  const named = new Set<CrmFileId>()
  const renamed = body.replace(OWN_ADDRESS, (whole, before: string, number: string) => {
    const fileId = fileIds.find((one) => one === Number(number))
    if (fileId === undefined) return whole
    named.add(fileId)
    return `${before}cid:${contentIdOf(fileId)}`
  })
  const files = [...new Set(fileIds)].map((fileId) => ({
    fileId,
    ...(named.has(fileId) && { contentId: contentIdOf(fileId) }),
  }))
  return { body: renamed, files }
}

const contentIdOf = (fileId: CrmFileId) => `${fileId}@disk`
