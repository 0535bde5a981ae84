export const CRM_PARTS = ['now', 'dead', 'drift', 'events'] as const
export type CrmPart = (typeof CRM_PARTS)[number]

/** Which part of the page the address means. */
export function readCrmSearch({ part }: Record<string, unknown>): { part?: CrmPart } {
  const known = CRM_PARTS.find((one) => one === part)
  return known && known !== 'now' ? { part: known } : {}
}
