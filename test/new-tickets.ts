/** As the form of the existing portal sends it: every key there is, for Maria. */
export const PORTAL_TICKET = {
  full_name: 'Maria Santos',
  title: 'Impressora do 3º andar não imprime',
  description: 'Desde ontem a impressora do financeiro só faz barulho.',
  subject: 'Impressora',
  user_id: 1,
  resp_id: '',
  assignee_department: 'TI',
  email: 'maria.santos@example.com',
  filial: 'São Paulo',
  phone: '+55 11 98888-0001',
  priority: 'Alto',
  matricula: '1001',
  requester_department: 'Financeiro',
  service_category: 'Sistema Financeiro',
  system_type: 'ERP',
  attachments: [] as { filename: string; content: string }[],
}

export const NEW_TICKET = {
  title: 'A impressora não imprime',
  description: 'Desde ontem a impressora do financeiro só faz barulho.',
}

export const asBase64 = (text: string | Buffer) => Buffer.from(text).toString('base64')
/** A small file that is what its name says. */
export const textFile = (filename: string, text = 'Nota fiscal') => ({ filename, content: asBase64(text) })

/** What both surfaces say of a ticket that was filed. */
export type Filed = {
  id: number
  deal_id: number | null
  ticket_number: string
  crm_status: string
  version: number
}
