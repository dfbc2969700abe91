import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {OperatorSet} from "./operatorSet.model"
import {Operator} from "./operator.model"

/**
 * How much of a subnetwork's part of a vault an operator gets (Symbiotic core v1).
 */
@Entity_()
export class OperatorLimit {
    constructor(props?: Partial<OperatorLimit>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<delegator>-<network>/<identifier>-<operator>`.
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
     * Delegator of the vault.
     */
    @BytesColumn_({nullable: false})
    delegator!: Uint8Array

    /**
     * Subnetwork.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet

    /**
     * Operator.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator

    /**
     * Its limit (operatorNetworkLimit) of a FullRestake delegator, else 0.
     */
    @BigIntColumn_({nullable: false})
    stakeLimit!: bigint

    /**
     * Its shares (operatorNetworkShares) of a NetworkRestake delegator, else 0.
     */
    @BigIntColumn_({nullable: false})
    shares!: bigint
}
