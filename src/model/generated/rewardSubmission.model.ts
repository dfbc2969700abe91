import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, DateTimeColumn as DateTimeColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, JSONColumn as JSONColumn_, StringColumn as StringColumn_} from "@subsquid/typeorm-store"
import {RewardKind} from "./_rewardKind"
import {Avs} from "./avs.model"
import {OperatorSet} from "./operatorSet.model"

/**
 * A reward submission (RewardsCoordinator).
 */
@Entity_()
export class RewardSubmission {
    constructor(props?: Partial<RewardSubmission>) {
        Object.assign(this, props)
    }

    /**
     * `<block>-<log index>`, padded with zeros.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Block.
     */
    @Index_()
    @IntColumn_({nullable: false})
    block!: number

    /**
     * Index of the log in its block.
     */
    @IntColumn_({nullable: false})
    logIndex!: number

    /**
     * Block time, UTC.
     */
    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    /**
     * Transaction hash.
     */
    @BytesColumn_({nullable: false})
    transactionHash!: Uint8Array

    /**
     * Who earns it.
     */
    @Column_("varchar", {length: 21, nullable: false})
    kind!: RewardKind

    /**
     * Who submitted it (caller, submitter or token hopper); null if it is not in the event: then it was the AVS, or the EmissionsController on its behalf.
     */
    @BytesColumn_({nullable: true})
    submitter!: Uint8Array | undefined | null

    /**
     * AVS whose operators earn it; null if it is for the operators of all AVSs.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs | undefined | null

    /**
     * Operator set whose operators earn it; null if it is not for one operator set.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet | undefined | null

    /**
     * Counter of the submissions of one address; null: Symbiotic has none.
     */
    @BigIntColumn_({nullable: true})
    submissionNonce!: bigint | undefined | null

    /**
     * Hash of the submission, as emitted; null: Symbiotic has none.
     */
    @BytesColumn_({nullable: true})
    submissionHash!: Uint8Array | undefined | null

    /**
     * Token that is paid; `assets` has its decimals.
     */
    @BytesColumn_({nullable: false})
    token!: Uint8Array

    /**
     * Amount in base units of the token, after the protocol fee (v1.12) and, of Symbiotic, after all fees; the sum over operators if they are named.
     */
    @BigIntColumn_({nullable: false})
    amount!: bigint

    /**
     * Start of the window, UTC.
     */
    @DateTimeColumn_({nullable: false})
    startTime!: Date

    /**
     * Length of the window in seconds; 0 is possible in old releases, and pays nothing. Symbiotic's are paid for one time: 0.
     */
    @BigIntColumn_({nullable: false})
    duration!: bigint

    /**
     * Pools and their multipliers: [{pool, multiplier}], multiplier as decimal text, of 1e18.
     */
    @JSONColumn_({nullable: false})
    pools!: unknown

    /**
     * Operators and their amounts: [{operator, amount}], amount as decimal text; null if this kind names no operators.
     */
    @JSONColumn_({nullable: true})
    operators!: unknown | undefined | null

    /**
     * Reason given. Untrusted text; U+0000 and lone surrogates removed. Null if this kind has none.
     */
    @StringColumn_({nullable: true})
    description!: string | undefined | null
}
