import { addActivity } from '#sandbox/bitrix24/crm/activities.ts'
import { isMailToSend, mailOf } from '#sandbox/bitrix24/crm/activity-mail.ts'
import { readActivity } from '#sandbox/bitrix24/crm/read-activity.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { classicFields, type Method, type OutgoingMail, type SendMail } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  async run({ portal, caller, params, sendMail }) {
    const activity = readActivity(portal, classicFields(params))
    const id = addActivity(portal, caller, activity)
    // From here on the activity exists, also if its mail cannot be sent.
    if (isMailToSend(activity)) await send(sendMail, mailOf(portal, activity, id))
    return { result: id }
  },
}

const send = (sendMail: SendMail, mail: OutgoingMail) =>
  sendMail(mail).catch((error: unknown) => {
    throw classicFailure(`Email send error. ${(error as Error).message}`)
  })
