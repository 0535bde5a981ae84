import { eq } from 'drizzle-orm'
import { signUps } from '#src/db/schema.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { composeSignUpLetter } from './sign-up-letters.ts'

/** Sent again after an answer that got lost, it bears the same Message-ID. */
export const sendSignUpLetter =
  (
    { db, mailer, clock }: Pick<Ports, 'db' | 'mailer' | 'clock'>,
    { publicUrl }: { publicUrl: string },
  ): Task<'send-sign-up-letter'> =>
  async ({ signUpId }, job) => {
    const [asked] = await db.select().from(signUps).where(eq(signUps.id, signUpId))
    if (!asked || asked.state === 'waiting' || asked.letterSentAt) return
    const { fullName: name, matricula, reason } = asked
    const content = composeSignUpLetter(asked.state, asked.locale, { name, matricula, reason, publicUrl })
    const messageId = `<sign-up-${signUpId}@${new URL(publicUrl).hostname}>`
    await mailer.send({ to: asked.email, messageId, isAutomatic: true, ...content }, job.signal)
    await job.finish(async (tx) => {
      await tx.update(signUps).set({ letterSentAt: clock() }).where(eq(signUps.id, signUpId))
    })
  }
