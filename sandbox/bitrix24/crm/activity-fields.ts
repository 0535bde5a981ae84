import type { Field } from './fields.ts'

const field = (
  name: string,
  type: string,
  title: string,
  access: Field['access'] = 'write',
  isRequired = false,
): Field => ({ name, itemName: name, type, title, access, ...(isRequired && { isRequired }) })

/** In the order in which crm.activity.get shows them. */
export const ACTIVITY_FIELDS: readonly Field[] = [
  field('ID', 'integer', 'ID', 'read'),
  field('OWNER_ID', 'integer', 'ID do proprietário', 'create'),
  field('OWNER_TYPE_ID', 'crm_enum_ownertype', 'Tipo do proprietário', 'create'),
  field('TYPE_ID', 'crm_enum_activitytype', 'Tipo', 'create', true),
  field('PROVIDER_ID', 'string', 'ID do provedor'),
  field('PROVIDER_TYPE_ID', 'string', 'Tipo do provedor'),
  field('PROVIDER_GROUP_ID', 'string', 'Tipo do conector'),
  field('ASSOCIATED_ENTITY_ID', 'integer', 'ID da entidade associada', 'read'),
  field('SUBJECT', 'string', 'Assunto', 'write', true),
  field('CREATED', 'datetime', 'Criado em', 'read'),
  field('LAST_UPDATED', 'datetime', 'Modificado em', 'read'),
  field('START_TIME', 'datetime', 'Início'),
  field('END_TIME', 'datetime', 'Fim'),
  field('DEADLINE', 'datetime', 'Prazo'),
  field('COMPLETED', 'char', 'Concluída'),
  field('STATUS', 'crm_enum_activitystatus', 'Situação'),
  field('RESPONSIBLE_ID', 'user', 'Responsável', 'write', true),
  field('PRIORITY', 'crm_enum_activitypriority', 'Prioridade'),
  field('NOTIFY_TYPE', 'crm_enum_activitynotifytype', 'Tipo de aviso'),
  field('NOTIFY_VALUE', 'integer', 'Aviso'),
  field('DESCRIPTION', 'string', 'Descrição'),
  field('DESCRIPTION_TYPE', 'crm_enum_contenttype', 'Tipo da descrição'),
  field('DIRECTION', 'crm_enum_activitydirection', 'Direção'),
  field('LOCATION', 'string', 'Local'),
  field('SETTINGS', 'object', 'Configurações'),
  field('ORIGINATOR_ID', 'string', 'Sistema externo'),
  field('ORIGIN_ID', 'string', 'Identificador no sistema externo'),
  field('AUTHOR_ID', 'user', 'Autor', 'read'),
  field('EDITOR_ID', 'user', 'Modificado por', 'read'),
  field('PROVIDER_PARAMS', 'object', 'Parâmetros do provedor'),
  field('PROVIDER_DATA', 'string', 'Dados do provedor'),
  field('RESULT_MARK', 'integer', 'RESULT_MARK'),
  field('RESULT_VALUE', 'double', 'RESULT_VALUE'),
  field('RESULT_SUM', 'double', 'RESULT_SUM'),
  field('RESULT_CURRENCY_ID', 'string', 'RESULT_CURRENCY_ID'),
  field('RESULT_STATUS', 'integer', 'RESULT_STATUS'),
  field('RESULT_STREAM', 'integer', 'RESULT_STREAM'),
  field('RESULT_SOURCE_ID', 'string', 'RESULT_SOURCE_ID'),
  field('AUTOCOMPLETE_RULE', 'integer', 'Conclusão automática'),
]

/** Shown by crm.activity.fields, and by the reading methods only where they are asked for. */
export const ACTIVITY_EXTRAS: readonly Field[] = [
  { ...field('BINDINGS', 'crm_activity_binding', 'Vínculos', 'read'), isMultiple: true, isVirtual: true },
  {
    ...field('COMMUNICATIONS', 'crm_activity_communication', 'Canal de comunicação', 'write', true),
    isMultiple: true,
    isVirtual: true,
  },
  { ...field('FILES', 'diskfile', 'Arquivos'), isMultiple: true, isVirtual: true },
  {
    ...field('WEBDAV_ELEMENTS', 'diskfile', 'Arquivos anexados'),
    isMultiple: true,
    isVirtual: true,
    isDeprecated: true,
  },
  { ...field('STORAGE_ELEMENT_IDS', 'string', 'Arquivos no Drive'), isVirtual: true },
  { ...field('IS_INCOMING_CHANNEL', 'char', 'Canal de entrada', 'read'), isVirtual: true },
]
