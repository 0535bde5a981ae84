import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { announce } from '../ui/announce.ts'
import { sentenceOf } from '../ui/failure.tsx'
import { toast } from '../ui/toast.ts'
import { orderAfter } from './policy-order.ts'
import { type SlaPolicy, slaApi, slaKey } from './sla-api.ts'

/** Puts a policy elsewhere in the order, and says where; whoever was quicker is told by the version of each. */
export function usePolicyOrder(policies: readonly SlaPolicy[]) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return useMutation({
    async mutationFn({ policy, to }: { policy: SlaPolicy; to: number }) {
      for (const { policy: one, position } of orderAfter(policies, policy, to)) {
        const { id: _id, version: _version, created_at: _created, updated_at: _updated, ...body } = one
        await slaApi.save('policies', one, { ...body, position })
      }
    },
    onSuccess: (_, { policy, to }) =>
      announce(t('admin.sla.nowAt', { name: policy.name, place: to + 1, of: policies.length })),
    onError: (error) => toast.error(sentenceOf(error, t('form.offline'))),
    onSettled: () => queryClient.invalidateQueries({ queryKey: slaKey }),
  })
}
