import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {SplitKind} from "./_splitKind"
import {Operator} from "./operator.model"
import {Avs} from "./avs.model"
import {OperatorSet} from "./operatorSet.model"

/**
 * Split of an operator: the share of rewards that it keeps (RewardsCoordinator).
 */
@Entity_()
export class RewardSplit {
    constructor(props?: Partial<RewardSplit>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<operator>-<avs>`, `<operator>-<avs>/<set id>`, or `<operator>-programmatic`.
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
     * What it is for.
     */
    @Column_("varchar", {length: 12, nullable: false})
    kind!: SplitKind

    /**
     * Operator.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator

    /**
     * AVS; null for programmatic incentives.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs | undefined | null

    /**
     * Operator set; null unless the kind is OPERATOR_SET.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet | undefined | null

    /**
     * Share before `activatedAt`, of 10000.
     */
    @IntColumn_({nullable: false})
    oldBips!: number

    /**
     * Share from `activatedAt` on, of 10000.
     */
    @IntColumn_({nullable: false})
    newBips!: number

    /**
     * Time from which `newBips` applies, UTC.
     */
    @DateTimeColumn_({nullable: false})
    activatedAt!: Date
}
