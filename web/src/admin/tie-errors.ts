import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import { Problem } from '../api.ts'

/** What the gateway says of fields within fields stands beside each of them; above the button it says that there is something. */
export async function tieErrors<T extends FieldValues>(
  form: UseFormReturn<T>,
  send: () => Promise<unknown>,
  sayAll: string,
): Promise<void> {
  try {
    await send()
  } catch (error) {
    if (!(error instanceof Problem) || error.fields.length === 0) throw error
    // The form has the shape of the body.
    for (const { field, message } of error.fields) form.setError(field as Path<T>, { message })
    const [first] = error.fields
    const isOne = error.fields.length === 1 && first
    throw new Problem(error.code, isOne ? first.message : sayAll, error.status)
  }
}
