import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_} from "@subsquid/typeorm-store"
import {Slashing} from "./slashing.model"
import {Vault} from "./vault.model"
import {OperatorSet} from "./operatorSet.model"
import {Operator} from "./operator.model"

/**
 * What became of a slashing of a vault.
 */
@Entity_()
export class VaultSlashing {
    constructor(props?: Partial<VaultSlashing>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<slasher>/<request index>`; of slashings without a request `<slasher>/<block>-<log index>`.
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
     * The slashing.
     */
    @Index_()
    @ManyToOne_(() => Slashing, {nullable: true})
    slashing!: Slashing

    /**
     * Slasher, or the adapter of version 3.
     */
    @BytesColumn_({nullable: false})
    slasher!: Uint8Array

    /**
     * Vault; null: not linked to its slasher, which can not be.
     */
    @Index_()
    @ManyToOne_(() => Vault, {nullable: true})
    vault!: Vault | undefined | null

    /**
     * Subnetwork that slashes.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet

    /**
     * Operator that is slashed.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator

    /**
     * Index of the request (RequestSlash.slashIndex); null for slashings without a request.
     */
    @BigIntColumn_({nullable: true})
    slashIndex!: bigint | undefined | null

    /**
     * Time of the stake that is slashed, Unix seconds; null for version 3.
     */
    @BigIntColumn_({nullable: true})
    captureTimestamp!: bigint | undefined | null

    /**
     * End of the time for a veto, Unix seconds; null for slashings without a request.
     */
    @BigIntColumn_({nullable: true})
    vetoDeadline!: bigint | undefined | null

    /**
     * Amount of the request; null for slashings without a request.
     */
    @BigIntColumn_({nullable: true})
    requested!: bigint | undefined | null

    /**
     * Amount by which the operator's stake was slashed (Slash or ExecuteSlash); null unless executed.
     */
    @BigIntColumn_({nullable: true})
    accounted!: bigint | undefined | null

    /**
     * Amount that the vault lost (Vault.OnSlash); less than `accounted` if others had slashed the same stake. Null unless executed.
     */
    @BigIntColumn_({nullable: true})
    realized!: bigint | undefined | null

    /**
     * Whether it was vetoed.
     */
    @BooleanColumn_({nullable: false})
    vetoed!: boolean

    /**
     * Resolver that vetoed it; null unless vetoed.
     */
    @BytesColumn_({nullable: true})
    vetoedBy!: Uint8Array | undefined | null

    /**
     * Block of its execution or veto; null: none.
     */
    @IntColumn_({nullable: true})
    resolvedAtBlock!: number | undefined | null
}
