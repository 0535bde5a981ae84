import type { Row } from '#sandbox/bitrix24/database.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { mapOf, type OutgoingMail } from '#sandbox/bitrix24/rest/call.ts'
import { ACTIVITY, activityFiles, type Communication, DIRECTION } from './activities.ts'
import { filePath } from './files.ts'

type Outgoing = { values: Row; communications: readonly Communication[] }

const HTML = 3

/** Sent only when all three are so; otherwise the mail is no more than a note that there was one. */
export const isMailToSend = ({ values }: Outgoing) =>
  values.TYPE_ID === ACTIVITY.email && values.DIRECTION === DIRECTION.outgoing && values.COMPLETED === 'Y'

export function mailOf(
  portal: Portal,
  { values, communications }: Outgoing,
  activityId: number,
): OutgoingMail {
  const settings = mapOf(values.SETTINGS ? JSON.parse(String(values.SETTINGS)) : null) ?? {}
  const from = String(settings.MESSAGE_FROM ?? '') || addressOf(portal, Number(values.RESPONSIBLE_ID))
  const to = communications.map(({ value }) => value).filter(Boolean)
  if (!from) throw classicFailure('Email send error. From is not found')
  if (to.length === 0) throw classicFailure('Email send error. To is not found')
  if (!to.every((address) => /^[^\s@]+@[^\s@]+$/.test(address)))
    throw classicFailure('Email send error. Invalid email is specified')
  const body = String(values.DESCRIPTION ?? '')
  const isHtml = Number(values.DESCRIPTION_TYPE) === HTML
  return {
    from,
    to,
    // The sender gets a copy, unless told otherwise.
    bcc: settings.DISABLE_SENDING_MESSAGE_COPY === 'Y' ? undefined : from,
    subject: String(values.SUBJECT),
    html: isHtml ? body : undefined,
    text: isHtml ? undefined : body,
    attachments: activityFiles(portal, activityId).map((file) => ({
      filename: String(file.NAME),
      path: filePath(portal, Number(file.FILE_ID)),
    })),
  }
}

function addressOf(portal: Portal, userId: number): string {
  const user = portal.db.get('SELECT NAME, LAST_NAME, EMAIL FROM users WHERE ID = ?', userId)
  return user?.EMAIL ? `"${user.NAME} ${user.LAST_NAME}" <${user.EMAIL}>` : ''
}
