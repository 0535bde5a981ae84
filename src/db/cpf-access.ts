import type { Tx } from './connect.ts'
import { cpfAccesses } from './privacy-schema.ts'

/** In the transaction with which it was given out: whoever sees a CPF in clear is seen. */
export async function recordCpfAccess(
  tx: Tx,
  { actorId, userId, ticketId = null, purpose }: Omit<typeof cpfAccesses.$inferInsert, 'id' | 'at'>,
): Promise<void> {
  await tx.insert(cpfAccesses).values({ actorId, userId, ticketId, purpose })
}
