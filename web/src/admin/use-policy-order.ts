import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { announce } from '../ui/announce.ts'
import { sentenceOf } from '../ui/failure.tsx'
import { toast } from '../ui/toast.ts'
import { type SlaPolicy, slaApi, slaKey } from './sla-api.ts'

const movedTo = (policies: readonly SlaPolicy[], moved: SlaPolicy, to: number) =>
  policies.filter(({ id }) => id !== moved.id).toSpliced(to, 0, moved)

/** Puts a policy elsewhere in the order, and says where; whoever was quicker is told by the version of each. */
export function usePolicyOrder(policies: readonly SlaPolicy[]) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ policy, to }: { policy: SlaPolicy; to: number }) =>
      slaApi.order(movedTo(policies, policy, to)),
    onSuccess: (_, { policy, to }) =>
      announce(t('admin.sla.nowAt', { name: policy.name, place: to + 1, of: policies.length })),
    onError: (error) => toast.error(sentenceOf(error, t('form.offline'))),
    onSettled: () => queryClient.invalidateQueries({ queryKey: slaKey }),
  })
}
