import { enumeration } from '#sandbox/bitrix24/crm/enumerations.ts'

export const method = enumeration('activitypriority')
