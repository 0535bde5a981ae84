/** As the CRM shows a comment of ours: all of them are written by the account that we sign in with, so it says who spoke. */
export function commentText({ name, matricula, text }: CommentBy): string {
  const who = matricula === null ? name : `${name} (${matricula})`
  return `${withoutMarkup(who)}:\n${withoutMarkup(text)}`
}
type CommentBy = { name: string; matricula: string | null; text: string }

/**
 * CRMs read [b] and the like as markup, with which anybody could mention people or hide where a link leads. A space that is not
 * seen makes it text again.
 */
const withoutMarkup = (text: string) => text.replace(/\[(?=[/*a-z])/gi, '[\u200b')
