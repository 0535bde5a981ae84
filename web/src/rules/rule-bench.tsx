import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import form from '../admin/admin-form.module.css'
import table from '../admin/table.module.css'
import { announce } from '../ui/announce.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { sentenceOf } from '../ui/failure.tsx'
import { Notice } from '../ui/notice.tsx'
import { type RuleBody, ruleApi, type Standing, type TrialResult } from './rule-api.ts'
import styles from './rule-bench.module.css'

type Props = {
  /** As it is being written; null: those that there are. */
  rule: (() => RuleBody) | null
  insteadOf?: number | undefined
}

/** What it would have done to the last hundred tickets, beside how they were asked for. */
export function RuleBench({ rule, insteadOf }: Props) {
  const { t } = useTranslation()
  const [isAlone, setIsAlone] = useState(false)
  const trial = useMutation({
    mutationFn: () =>
      ruleApi.try({
        ...(rule && { rule: { ...rule(), name: rule().name || '–' } }),
        ...(insteadOf !== undefined && !isAlone && { instead_of: insteadOf }),
        alone: isAlone,
      }),
    onSuccess: ({ tickets, matched, changed }) =>
      announce(t('rules.bench.result', { tickets, matched, changed })),
  })
  return (
    <section className={form.group} aria-label={t('rules.bench.title')}>
      <h3>{t('rules.bench.title')}</h3>
      <p className={form.hint}>{t(rule ? 'rules.bench.lead' : 'rules.bench.leadAll')}</p>
      <div className={table.bar}>
        <Button isSmall isBusy={trial.isPending} onClick={() => trial.mutate()}>
          {t('rules.bench.run')}
        </Button>
        {rule && (
          <label className={form.check}>
            <input type="checkbox" checked={isAlone} onChange={({ target }) => setIsAlone(target.checked)} />
            {t('rules.bench.alone')}
          </label>
        )}
      </div>
      {trial.error && <Notice kind="error">{sentenceOf(trial.error, t('form.offline'))}</Notice>}
      {trial.data && <Result result={trial.data} />}
    </section>
  )
}

function Result({ result: { tickets, matched, changed, items } }: { result: TrialResult }) {
  const { t } = useTranslation()
  if (tickets === 0) return <Empty>{t('rules.bench.noTickets')}</Empty>
  const fitting = items.filter(({ rules }) => rules.length > 0)
  return (
    <>
      <p>{t('rules.bench.result', { tickets, matched, changed })}</p>
      {fitting.length === 0 ? (
        <Empty>{t('rules.bench.noMatch')}</Empty>
      ) : (
        <div className={table.frame}>
          <table className={`${table.table} ${styles.table}`}>
            <thead>
              <tr>
                <th scope="col">{t('rules.bench.ticket')}</th>
                <th scope="col">{t('rules.bench.before')}</th>
                <th scope="col">{t('rules.bench.after')}</th>
              </tr>
            </thead>
            <tbody>
              {fitting.map(({ id, ticket_number, title, before, after, rules, reply }) => (
                <tr key={id}>
                  <th scope="row">
                    <bdi>{title}</bdi>
                    <span className={styles.small}>{ticket_number}</span>
                    <span className={styles.small}>{rules.join(' · ')}</span>
                  </th>
                  <td>
                    <Lines standing={before} />
                  </td>
                  <td>
                    <Lines standing={after} than={before} />
                    {reply && (
                      <span className={styles.changed} dir="auto">
                        {t('rules.bench.answer', {
                          text: reply.length > 80 ? `${reply.slice(0, 80)}…` : reply,
                        })}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

/** What is another than before is marked, and not by a colour alone. */
function Lines({ standing, than }: { standing: Standing; than?: Standing }) {
  const { t } = useTranslation()
  const lines = (of: Standing) => [
    t(`tickets.priority.${of.priority}`),
    of.department ?? '–',
    of.assignee ? (of.assignee.name ?? '–') : t('tickets.filter.nobody'),
    of.tags.join(', ') || '–',
  ]
  const others = than && lines(than)
  const NAMES = [
    t('tickets.filter.priority'),
    t('tickets.filter.department'),
    t('tickets.filter.assignee'),
    t('tickets.filter.tagLabel'),
  ]
  return (
    <ul className={styles.lines}>
      {lines(standing).map((line, at) => (
        <li key={NAMES[at]} className={others && others[at] !== line ? styles.changed : undefined}>
          <span className="visually-hidden">{NAMES[at]}: </span>
          <bdi>{line}</bdi>
        </li>
      ))}
    </ul>
  )
}
