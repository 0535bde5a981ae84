import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Small files that take a minute or two each: otherwise small ones are the last. */
const LONG =
  /\/(?:each-step|random-deaths|slow-crm|fetch-file|shared-bucket|histories|policy|chaos\/privacy)\.pg\.test\.ts$|\/screens\.browser\.test\.ts$/

/** So that at the end no worker is left alone with a long one. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
