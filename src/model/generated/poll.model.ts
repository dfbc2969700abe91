import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_} from "@subsquid/typeorm-store"

/**
 * A round of calls that asked contracts what no event tells. Not in the digest: answers of contracts are not logs.
 */
@Entity_()
export class Poll {
    constructor(props?: Partial<Poll>) {
        Object.assign(this, props)
    }

    /**
     * Block number, as decimal text.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Block whose state was asked: a final one, a multiple of the interval.
     */
    @Index_()
    @IntColumn_({nullable: false})
    block!: number

    /**
     * How many questions there were.
     */
    @IntColumn_({nullable: false})
    questions!: number

    /**
     * How many of them got no answer.
     */
    @IntColumn_({nullable: false})
    unanswered!: number
}
