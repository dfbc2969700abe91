import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_} from "@subsquid/typeorm-store"
import {Operator} from "./operator.model"
import {Avs} from "./avs.model"

/**
 * Which pools an AVS of the AVSDirectory counts for an operator, as its service manager answered to polls. Not in the digest.
 */
@Entity_()
export class RestakedPools {
    constructor(props?: Partial<RestakedPools>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<operator>-<avs>`.
     */
    @StringColumn_({nullable: false})
    key!: string

    /**
     * First block of this version.
     */
    @IntColumn_({nullable: false})
    fromBlock!: number

    /**
     * First block at which this version no longer holds; null while it does.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    /**
     * Operator.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator

    /**
     * AVS.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs

    /**
     * Addresses of the pools (getOperatorRestakedStrategies), sorted; null: it never answered, which does not mean none.
     */
    @StringColumn_({array: true, nullable: true})
    pools!: (string)[] | undefined | null

    /**
     * Block since which it does not answer; null: the last poll got an answer. `pools` is what it answered before.
     */
    @IntColumn_({nullable: true})
    unknownSinceBlock!: number | undefined | null
}
