export type Frame = { event: string; dealId: number | null; json: string }

/** What is told elsewhere than in the room of a ticket. */
const NOT_OF_A_TICKET = new Set(['new_ticket', 'ticket_updated', 'new_activity', 'notification'])

export const isOfDeal = ({ event, dealId }: Frame, deal: number) =>
  dealId === deal && !NOT_OF_A_TICKET.has(event)

/**
 * The payload of an event as Socket.IO encodes it, for clients that know nothing of Socket.IO. A room is told one thing after the
 * other, so it is enough to remember the last: it is made once, however many there are.
 */
export function createFrames(): (packet: string) => Frame | null {
  let last: { packet: string; frame: Frame | null } = { packet: '', frame: null }
  return (packet) => {
    if (last.packet !== packet) last = { packet, frame: frameOf(packet) }
    return last.frame
  }
}

/** `2["new_comment",{"event":"new_comment","seq":1,"at":"...","id":1,"deal_id":7405,...}]` */
const EVENT = /^2\["(\w+)",\{[^{}]*?"deal_id":(\d+|null)[,}]/

function frameOf(packet: string): Frame | null {
  const [, event, dealId] = EVENT.exec(packet) ?? []
  if (!event) return null
  return {
    event,
    dealId: dealId === 'null' ? null : Number(dealId),
    json: packet.slice(packet.indexOf(',') + 1, -1),
  }
}
