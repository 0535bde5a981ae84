import { DomainError } from '#src/errors.ts'
import { type Base64File, storeBase64 } from '#src/files/store-base64.ts'
import type { UploadPorts } from '#src/files/store-upload.ts'
import type { UploadId } from '#src/ids.ts'
import type { Visit } from '#src/visit.ts'
import type { NewMessage } from './message.ts'
import type { TicketRow } from './queries.ts'
import type { Saying, Speaker } from './say.ts'
import { authorizeSaying, type SpeakPorts, type Spoken, speak, type TalkRules } from './speak.ts'

type Input = Omit<NewMessage, 'attachments'> & { attachments: Attachments }
/** Uploads, or files as the portal sends them. */
export type Attachments = { uploadIds: readonly UploadId[] } | { base64: readonly Base64File[] }

/** M-10: a comment for everybody on the ticket, or a note for the team. */
export async function addMessage(
  ports: SpeakPorts & UploadPorts,
  rules: TalkRules,
  caller: Speaker,
  found: TicketRow | undefined,
  input: Input,
  visit: Visit,
): Promise<Spoken> {
  const about = {
    kind: input.is_internal ? 'note' : 'comment',
    statusAfter: input.status_after,
    mentions: input.mentions,
  } satisfies Partial<Saying>
  // Before any byte of whoever may not is stored.
  const ticket = authorizeSaying(caller, found, about)
  // T-18: who speaks is not believed from a body.
  if (input.user_id !== undefined && input.user_id !== caller.userId) throw notOneself()
  const uploadIds =
    'uploadIds' in input.attachments
      ? input.attachments.uploadIds
      : await storeBase64(ports, caller, input.attachments.base64)
  const saying = {
    ...about,
    text: input.message,
    uploadIds,
    clientId: input.client_id,
    messageType: input.message_type,
    mentions: input.mentions,
  }
  return speak(ports, rules, caller, ticket, saying, visit)
}

const notOneself = () =>
  new DomainError('invalid-request', {}, { fields: [{ in: 'body', path: ['user_id'], rule: 'own-user' }] })
