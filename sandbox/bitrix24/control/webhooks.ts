import * as z from 'zod'
import { WEBHOOK_EVENTS } from '#sandbox/bitrix24/events/catalog.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'

const EventName = z
  .string()
  .transform((name) => name.toUpperCase())
  .refine((name) => name === '*' || WEBHOOK_EVENTS.includes(name), {
    error: `is no event of an outgoing webhook; those are ${WEBHOOK_EVENTS.join(', ')} or "*"`,
  })

export const NewWebhook = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  events: z.array(EventName).min(1),
  token: z.string().min(1).max(200),
})

type Webhook = z.output<typeof NewWebhook>

/** An outgoing webhook, as made in the portal's pages; one for each address. */
export function keepWebhook(portal: Portal, { url, events, token }: Webhook): number {
  const there = portal.db.get('SELECT ID FROM webhooks WHERE URL = ?', url)
  if (there) {
    portal.db.update('webhooks', Number(there.ID), { EVENTS: JSON.stringify(events), TOKEN: token })
    return Number(there.ID)
  }
  return portal.db.insert('webhooks', { URL: url, EVENTS: JSON.stringify(events), TOKEN: token })
}

/** The one that is there from the start, if any; where it was before, nobody listens any more. */
export function keepOwnWebhook(portal: Portal, own: { url: string; token: string } | undefined): void {
  const before = portal.setting<string | null>('ownWebhookUrl', null)
  if (before !== null && before !== own?.url) portal.db.run('DELETE FROM webhooks WHERE URL = ?', before)
  if (own) keepWebhook(portal, { ...own, events: ['*'] })
  portal.keepSetting('ownWebhookUrl', own?.url ?? null)
}

export const listWebhooks = (portal: Portal) =>
  portal.db.all('SELECT * FROM webhooks ORDER BY ID').map(({ ID, URL, EVENTS }) => ({
    id: ID,
    url: URL,
    events: JSON.parse(String(EVENTS)) as unknown,
  }))
