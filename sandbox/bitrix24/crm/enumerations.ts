import type { Method } from '#sandbox/bitrix24/rest/call.ts'

type Entry = readonly [id: number, name: string, code?: string, shortCode?: string]

const NONE: Entry = [0, '']

/** Numbered lists that no portal changes. */
const ENUMERATIONS = {
  activitytype: [
    NONE,
    [1, 'Reunião'],
    [2, 'Ligação'],
    [3, 'Tarefa'],
    [4, 'E-mail'],
    [5, 'Ação'],
    [6, 'Ação personalizada'],
  ],
  activitydirection: [NONE, [1, 'Recebido'], [2, 'Enviado']],
  activitystatus: [NONE, [1, 'Pendente'], [2, 'Concluída'], [3, 'Concluída automaticamente']],
  activitypriority: [NONE, [1, 'baixa'], [2, 'média'], [3, 'alta']],
  activitynotifytype: [NONE, [1, 'min.'], [2, 'h'], [3, 'dias']],
  contenttype: [NONE, [1, 'Plain text'], [2, 'bbCode'], [3, 'HTML']],
  ownertype: [
    [1, 'Lead', 'LEAD', 'L'],
    [2, 'Negócio', 'DEAL', 'D'],
    [3, 'Contato', 'CONTACT', 'C'],
    [4, 'Empresa', 'COMPANY', 'CO'],
    [5, 'Fatura (versão antiga)', 'INVOICE', 'I'],
    [31, 'Fatura', 'SMART_INVOICE', 'SI'],
    [7, 'Orçamento', 'QUOTE', 'Q'],
    [8, 'Requisitos', 'REQUISITE', 'RQ'],
    [36, 'Documento', 'SMART_DOCUMENT', 'DO'],
  ],
  addresstype: [
    [11, 'Endereço de entrega'],
    [1, 'Endereço'],
    [6, 'Endereço legal'],
    [4, 'Endereço de registro'],
    [8, 'Endereço de correspondência'],
    [9, 'Endereço do beneficiário'],
  ],
  'settings.mode': [
    [1, 'CRM clássico'],
    [2, 'CRM simples'],
  ],
} as const satisfies Record<string, readonly Entry[]>

export const enumeration = (name: keyof typeof ENUMERATIONS): Method => ({
  scope: 'crm',
  run: () => ({
    result: ENUMERATIONS[name].map(([ID, NAME, code, shortCode]: Entry) => ({
      ID,
      NAME,
      SYMBOL_CODE: code ?? null,
      SYMBOL_CODE_SHORT: shortCode ?? null,
    })),
  }),
})
