import type { Field } from './fields.ts'

const field = (
  name: string,
  itemName: string,
  type: string,
  title: string,
  access: Field['access'] = 'write',
): Field => ({ name, itemName, type, title, access })

export const CONTACT_TYPE = 3

export const CONTACT_FIELDS: readonly Field[] = [
  field('ID', 'id', 'integer', 'ID', 'read'),
  field('POST', 'post', 'string', 'Cargo'),
  field('COMMENTS', 'comments', 'string', 'Comentário'),
  { ...field('HONORIFIC', 'honorific', 'crm_status', 'Tratamento'), statusType: 'HONORIFIC' },
  field('NAME', 'name', 'string', 'Nome'),
  field('SECOND_NAME', 'secondName', 'string', 'Nome do meio'),
  field('LAST_NAME', 'lastName', 'string', 'Sobrenome'),
  field('PHOTO', 'photo', 'file', 'Foto'),
  field('LEAD_ID', 'leadId', 'crm_lead', 'Lead', 'read'),
  { ...field('TYPE_ID', 'typeId', 'crm_status', 'Tipo'), statusType: 'CONTACT_TYPE' },
  { ...field('SOURCE_ID', 'sourceId', 'crm_status', 'Origem'), statusType: 'SOURCE' },
  field('SOURCE_DESCRIPTION', 'sourceDescription', 'string', 'Descrição da origem'),
  field('COMPANY_ID', 'companyId', 'crm_company', 'Empresa'),
  field('BIRTHDATE', 'birthdate', 'date', 'Aniversário'),
  field('EXPORT', 'export', 'char', 'Exportável'),
  field('HAS_PHONE', 'hasPhone', 'char', 'Tem telefone', 'read'),
  field('HAS_EMAIL', 'hasEmail', 'char', 'Tem e-mail', 'read'),
  field('HAS_IMOL', 'hasImol', 'char', 'Tem canal aberto', 'read'),
  field('DATE_CREATE', 'createdTime', 'datetime', 'Criado em', 'read'),
  field('DATE_MODIFY', 'updatedTime', 'datetime', 'Modificado em', 'read'),
  field('ASSIGNED_BY_ID', 'assignedById', 'user', 'Responsável'),
  field('CREATED_BY_ID', 'createdBy', 'user', 'Criado por', 'read'),
  field('MODIFY_BY_ID', 'updatedBy', 'user', 'Modificado por', 'read'),
  field('OPENED', 'opened', 'char', 'Disponível para todos'),
  field('ORIGINATOR_ID', 'originatorId', 'string', 'Sistema externo'),
  field('ORIGIN_ID', 'originId', 'string', 'Identificador no sistema externo'),
  field('ORIGIN_VERSION', 'originVersion', 'string', 'Versão no sistema externo'),
  field('FACE_ID', 'faceId', 'integer', 'FaceID'),
  field('LAST_ACTIVITY_TIME', 'lastActivityTime', 'datetime', 'LAST_ACTIVITY_TIME', 'read'),
  field('ADDRESS', 'address', 'string', 'Endereço'),
  field('ADDRESS_2', 'address2', 'string', 'Complemento'),
  field('ADDRESS_CITY', 'addressCity', 'string', 'Cidade'),
  field('ADDRESS_POSTAL_CODE', 'addressPostalCode', 'string', 'CEP'),
  field('ADDRESS_REGION', 'addressRegion', 'string', 'Região'),
  field('ADDRESS_PROVINCE', 'addressProvince', 'string', 'Estado'),
  field('ADDRESS_COUNTRY', 'addressCountry', 'string', 'País'),
  field('ADDRESS_LOC_ADDR_ID', 'addressLocAddrId', 'integer', 'Endereço (localização)'),
  field('UTM_SOURCE', 'utmSource', 'string', 'UTM Source'),
  field('UTM_MEDIUM', 'utmMedium', 'string', 'UTM Medium'),
  field('UTM_CAMPAIGN', 'utmCampaign', 'string', 'UTM Campaign'),
  field('UTM_CONTENT', 'utmContent', 'string', 'UTM Content'),
  field('UTM_TERM', 'utmTerm', 'string', 'UTM Term'),
  field('LAST_ACTIVITY_BY', 'lastActivityBy', 'user', 'LAST_ACTIVITY_BY', 'read'),
]

/** Telephone numbers and the like: many of each kind, in a table of their own. */
export const MULTIFIELDS: Record<string, readonly string[]> = {
  PHONE: ['WORK', 'MOBILE', 'FAX', 'HOME', 'PAGER', 'MAILING', 'OTHER'],
  EMAIL: ['WORK', 'HOME', 'MAILING', 'OTHER'],
  WEB: ['WORK', 'HOME', 'OTHER'],
  IM: ['SKYPE', 'TELEGRAM', 'OTHER'],
  LINK: ['USER'],
}
