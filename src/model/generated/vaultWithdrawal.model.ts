import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_} from "@subsquid/typeorm-store"
import {Vault} from "./vault.model"
import {Staker} from "./staker.model"

/**
 * An account's withdrawal from a vault in one epoch (Symbiotic core v1).
 */
@Entity_()
export class VaultWithdrawal {
    constructor(props?: Partial<VaultWithdrawal>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<vault>/<epoch>-<account>`.
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
     * Vault.
     */
    @Index_()
    @ManyToOne_(() => Vault, {nullable: true})
    vault!: Vault

    /**
     * Number of the epoch.
     */
    @BigIntColumn_({nullable: false})
    epoch!: bigint

    /**
     * Account that can claim it.
     */
    @Index_()
    @ManyToOne_(() => Staker, {nullable: true})
    staker!: Staker

    /**
     * Its shares of the epoch's withdrawals (withdrawalSharesOf).
     */
    @BigIntColumn_({nullable: false})
    shares!: bigint

    /**
     * Whether it was claimed (isWithdrawalsClaimed).
     */
    @BooleanColumn_({nullable: false})
    claimed!: boolean
}
