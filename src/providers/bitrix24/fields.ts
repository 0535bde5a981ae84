import { NEEDED_LABELS, type TicketField } from '#src/providers/crm-fields.ts'
import { type Calling, CrmError, type CrmProvider } from '#src/providers/crm-provider.ts'
import type { Session } from './session.ts'
import { writeOnce } from './write-once.ts'

type FieldVerbs = Pick<CrmProvider, 'checkFields' | 'createMissingFields'>

/** What a field is made as that the portal lacks; in the language of those who work there. */
const NEW_FIELDS: Record<TicketField, { type: string; label: string }> = {
  priority: { type: 'enumeration', label: 'Prioridade' },
  category: { type: 'enumeration', label: 'Categoria do serviço' },
  system: { type: 'enumeration', label: 'Sistema' },
  assigneeDepartment: { type: 'enumeration', label: 'Departamento responsável' },
  requesterDepartment: { type: 'enumeration', label: 'Departamento do solicitante' },
  requesterName: { type: 'string', label: 'Nome do solicitante' },
  requesterEmail: { type: 'string', label: 'E-mail do solicitante' },
  requesterPhone: { type: 'string', label: 'Telefone do solicitante' },
  filial: { type: 'string', label: 'Filial' },
  matricula: { type: 'string', label: 'Matrícula' },
  cpf: { type: 'string', label: 'CPF' },
  description: { type: 'string', label: 'Descrição do chamado' },
  deadline: { type: 'datetime', label: 'Prazo' },
  rating: { type: 'integer', label: 'Avaliação' },
  ratingComment: { type: 'string', label: 'Comentário da avaliação' },
  ticketNumber: { type: 'string', label: 'Número do chamado' },
}

/** Our fields among the portal's own. */
export function fieldVerbs({ write, readFieldsAgain, clock }: Session): FieldVerbs {
  const checkFields = async (calling: Calling) => [...(await readFieldsAgain(calling)).checks]

  async function create(field: TicketField, code: string, calling: Calling): Promise<void> {
    const look = async () => {
      const checks = await checkFields(calling)
      return checks.some(({ place, type }) => place === code && type !== null) || null
    }
    const fields = toWire(field, code)
    await writeOnce(calling, clock, {
      look,
      write: async () => {
        try {
          await write('crm.deal.userfield.add', { fields }, calling)
        } catch (error) {
          // A name can be there once, and somebody else may have been first.
          if (!(error instanceof CrmError)) throw error
          if (error.outcome !== 'rejected' || !(await look())) throw named(error, field, code)
        }
        return true
      },
    })
  }

  return {
    checkFields,
    async createMissingFields(calling) {
      for (const { field, place, type } of await checkFields(calling))
        if (field !== null && type === null) await create(field, place, calling)
      return checkFields(calling)
    },
  }
}

/** The portal puts its prefix before the name by itself. */
function toWire(field: TicketField, code: string): object {
  const { type, label } = NEW_FIELDS[field]
  const choices = type === 'enumeration' ? (NEEDED_LABELS[field] ?? []) : []
  return {
    FIELD_NAME: code.replace(/^UF_CRM_/, ''),
    USER_TYPE_ID: type,
    EDIT_FORM_LABEL: label,
    LIST_COLUMN_LABEL: label,
    LIST_FILTER_LABEL: label,
    MULTIPLE: 'N',
    MANDATORY: 'N',
    ...(choices.length > 0 && {
      LIST: choices.map((VALUE, index) => ({ VALUE, SORT: (index + 1) * 10, DEF: 'N' })),
    }),
  }
}

function named({ outcome, code, message, retryAt }: CrmError, field: TicketField, place: string): CrmError {
  const when = retryAt && { retryAt }
  return new CrmError(outcome, code, `${field} (${place}) could not be created: ${message}`, when)
}
