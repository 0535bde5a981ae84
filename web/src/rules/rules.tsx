import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AdminPage } from '../admin/admin-page.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { type Rule, ruleApi, rulesKey, rulesQuery } from './rule-api.ts'
import { RuleBench } from './rule-bench.tsx'
import { RuleSheet } from './rule-sheet.tsx'
import { RuleTable } from './rule-table.tsx'

type Open = { what: 'sheet'; rule: Rule | null } | { what: 'drop'; rule: Rule } | { what: 'bench' }

/** What happens by itself to new tickets. */
export function Rules() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data: rules, error, isPending, refetch } = useQuery(rulesQuery)
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  return (
    <AdminPage
      title={t('shell.nav.rules')}
      lead={t('rules.lead')}
      actions={
        <>
          {rules && rules.length > 0 && (
            <Button isSmall onClick={() => setOpen({ what: 'bench' })}>
              {t('rules.try')}
            </Button>
          )}
          <Button look="primary" isSmall onClick={() => setOpen({ what: 'sheet', rule: null })}>
            {t('rules.add')}
          </Button>
        </>
      }
    >
      {isPending && <Waiting heights={Array<number>(6).fill(40)} gap={4} />}
      {error && !rules && <Failure error={error} onRetry={() => void refetch()} />}
      {rules?.length === 0 && <Empty>{t('rules.none')}</Empty>}
      {rules && rules.length > 0 && (
        <RuleTable
          rules={rules}
          onOpen={(rule) => setOpen({ what: 'sheet', rule })}
          onDrop={(rule) => setOpen({ what: 'drop', rule })}
        />
      )}
      {open?.what === 'sheet' && <RuleSheet rule={open.rule} onClose={close} />}
      {open?.what === 'bench' && (
        <Dialog isOpen isWide onClose={close} title={t('rules.try')}>
          <RuleBench rule={null} />
        </Dialog>
      )}
      {open?.what === 'drop' && (
        <Confirm
          title={t('rules.dropTitle', { name: open.rule.name })}
          lead={t('rules.dropLead')}
          action={t('rules.drop')}
          isDangerous
          onConfirm={async () => {
            await ruleApi.drop(open.rule)
            await queryClient.invalidateQueries({ queryKey: rulesKey })
          }}
          onClose={close}
        />
      )}
    </AdminPage>
  )
}
