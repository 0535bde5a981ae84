import { brokenConstraint } from '#src/db/connect.ts'
import { DomainError } from '#src/errors.ts'

const FIELD_OF_CONSTRAINT: Readonly<Record<string, string>> = {
  users_matricula_is_unique: 'matricula',
  users_email_is_unique: 'email',
  users_cpf_hash_is_unique: 'cpf',
  sign_ups_matricula_is_unique: 'matricula',
  sign_ups_email_is_unique: 'email',
  sign_ups_cpf_hash_is_unique: 'cpf',
}

/** The database decides who came first; its refusal is told by the field that is taken. */
export async function refuseTaken<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change()
  } catch (cause) {
    const field = FIELD_OF_CONSTRAINT[brokenConstraint(cause) ?? '']
    if (!field) throw cause
    throw new DomainError(
      'already-registered',
      {},
      { cause, fields: [{ in: 'body', path: [field], rule: 'taken' }] },
    )
  }
}
