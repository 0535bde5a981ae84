import type { Tokens } from '#src/auth/tokens.ts'
import type { NoticeKind } from '#src/db/notice-schema.ts'
import type { UserId } from '#src/ids.ts'

export const STOP_PATH = '/avisos/parar'
export const RATING_PATH = '/avaliar'

/** Of somebody's letters: where they choose, and where they, or their mail program, say that they want no more. */
export const linksOf = (
  { tokens, publicUrl }: { tokens: Tokens; publicUrl: string },
  userId: UserId,
  kind: NoticeKind | 'all',
) => ({
  settingsUrl: `${publicUrl}/perfil#avisos`,
  stopUrl: `${publicUrl}${STOP_PATH}/${tokens.issueStop(userId, kind)}`,
})
