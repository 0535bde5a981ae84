import type { Field } from './fields.ts'

type Access = Field['access']

const field = (
  name: string,
  itemName: string,
  type: string,
  title: string,
  access: Access = 'write',
): Field => ({ name, itemName, type, title, access })

const status = (name: string, itemName: string, statusType: string, title: string): Field => ({
  ...field(name, itemName, 'crm_status', title),
  statusType,
})

export const DEAL_TYPE = 2

/** In the order in which crm.deal.get shows them. */
export const DEAL_FIELDS: readonly Field[] = [
  field('ID', 'id', 'integer', 'ID', 'read'),
  field('TITLE', 'title', 'string', 'Nome'),
  status('TYPE_ID', 'typeId', 'DEAL_TYPE', 'Tipo'),
  status('STAGE_ID', 'stageId', 'DEAL_STAGE', 'Etapa'),
  field('PROBABILITY', 'probability', 'integer', 'Probabilidade'),
  field('CURRENCY_ID', 'currencyId', 'crm_currency', 'Moeda'),
  field('OPPORTUNITY', 'opportunity', 'double', 'Valor'),
  field('IS_MANUAL_OPPORTUNITY', 'isManualOpportunity', 'char', 'IS_MANUAL_OPPORTUNITY'),
  field('TAX_VALUE', 'taxValue', 'double', 'Imposto'),
  field('LEAD_ID', 'leadId', 'crm_lead', 'Lead', 'read'),
  field('COMPANY_ID', 'companyId', 'crm_company', 'Empresa'),
  field('CONTACT_ID', 'contactId', 'crm_contact', 'Contato'),
  { ...field('CONTACT_IDS', 'contactIds', 'crm_contact', 'Contatos'), isMultiple: true, isVirtual: true },
  field('QUOTE_ID', 'quoteId', 'crm_quote', 'Orçamento', 'read'),
  field('BEGINDATE', 'begindate', 'date', 'Data de início'),
  field('CLOSEDATE', 'closedate', 'date', 'Data de encerramento'),
  field('ASSIGNED_BY_ID', 'assignedById', 'user', 'Responsável'),
  field('CREATED_BY_ID', 'createdBy', 'user', 'Criado por', 'read'),
  field('MODIFY_BY_ID', 'updatedBy', 'user', 'Modificado por', 'read'),
  field('DATE_CREATE', 'createdTime', 'datetime', 'Criado em', 'read'),
  field('DATE_MODIFY', 'updatedTime', 'datetime', 'Modificado em', 'read'),
  field('OPENED', 'opened', 'char', 'Disponível para todos'),
  field('CLOSED', 'closed', 'char', 'Fechado'),
  field('COMMENTS', 'comments', 'string', 'Comentário'),
  field('ADDITIONAL_INFO', 'additionalInfo', 'string', 'Informações adicionais'),
  field('LOCATION_ID', 'locationId', 'location', 'Localização'),
  field('CATEGORY_ID', 'categoryId', 'crm_category', 'Funil', 'create'),
  field('STAGE_SEMANTIC_ID', 'stageSemanticId', 'string', 'Grupo da etapa', 'read'),
  field('IS_NEW', 'isNew', 'char', 'Novo', 'read'),
  field('IS_RECURRING', 'isRecurring', 'char', 'Recorrente'),
  field('IS_RETURN_CUSTOMER', 'isReturnCustomer', 'char', 'Cliente recorrente'),
  field('IS_REPEATED_APPROACH', 'isRepeatedApproach', 'char', 'Nova abordagem'),
  status('SOURCE_ID', 'sourceId', 'SOURCE', 'Origem'),
  field('SOURCE_DESCRIPTION', 'sourceDescription', 'string', 'Descrição da origem'),
  field('ORIGINATOR_ID', 'originatorId', 'string', 'Sistema externo'),
  field('ORIGIN_ID', 'originId', 'string', 'Identificador no sistema externo'),
  field('MOVED_BY_ID', 'movedBy', 'user', 'MOVED_BY_ID', 'read'),
  field('MOVED_TIME', 'movedTime', 'datetime', 'MOVED_TIME', 'read'),
  field('LAST_ACTIVITY_TIME', 'lastActivityTime', 'datetime', 'LAST_ACTIVITY_TIME', 'read'),
  field('UTM_SOURCE', 'utmSource', 'string', 'UTM Source'),
  field('UTM_MEDIUM', 'utmMedium', 'string', 'UTM Medium'),
  field('UTM_CAMPAIGN', 'utmCampaign', 'string', 'UTM Campaign'),
  field('UTM_CONTENT', 'utmContent', 'string', 'UTM Content'),
  field('UTM_TERM', 'utmTerm', 'string', 'UTM Term'),
  field('LAST_ACTIVITY_BY', 'lastActivityBy', 'user', 'LAST_ACTIVITY_BY', 'read'),
  { ...field('OBSERVERS', 'observers', 'user', 'Observadores'), isMultiple: true },
  field('WEBFORM_ID', 'webformId', 'integer', 'Formulário', 'read'),
]

/** crm.item.* shows these too: switched off in the portal, always null. */
export const DEAL_NULLS = [
  'dateCreateShort',
  'dateModifyShort',
  'productId',
  'begindateShort',
  'closedateShort',
  'eventDate',
  'eventDateShort',
  'eventId',
  'eventDescription',
  'searchContent',
  'orderStage',
  'isWork',
  'isWon',
  'isLose',
  'receivedAmount',
  'lostAmount',
  'hasProducts',
] as const

/** Known to crm.item.* only. */
export const HIDDEN_IN_CLASSIC = new Set(['OBSERVERS', 'WEBFORM_ID', 'CONTACT_IDS'])
