import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_} from "@subsquid/typeorm-store"
import {Operator} from "./operator.model"
import {Avs} from "./avs.model"

/**
 * Pools that an AVS of the AVSDirectory counts for an operator, as polled from its service manager. Not in the digest.
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
     * First block at which this version is no longer valid; null: it is current.
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
     * Addresses of the pools (getOperatorRestakedStrategies), sorted; null: unknown, because it never answered.
     */
    @StringColumn_({array: true, nullable: true})
    pools!: (string)[] | undefined | null

    /**
     * Block since which it has not answered, and `pools` is its last answer; null: it answered the last poll.
     */
    @IntColumn_({nullable: true})
    unknownSinceBlock!: number | undefined | null
}
