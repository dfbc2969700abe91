import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Vault} from "./vault.model"

/**
 * Withdrawals from a vault in one epoch: slashable until the epoch ends (Symbiotic core v1).
 */
@Entity_()
export class VaultEpochTotal {
    constructor(props?: Partial<VaultEpochTotal>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<vault>/<epoch>`.
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
     * Number of the epoch; claims begin when it has ended.
     */
    @BigIntColumn_({nullable: false})
    epoch!: bigint

    /**
     * Assets that its withdrawals are worth (withdrawals(epoch)); claims do not reduce it.
     */
    @BigIntColumn_({nullable: false})
    assets!: bigint

    /**
     * Shares of these (withdrawalShares(epoch)).
     */
    @BigIntColumn_({nullable: false})
    shares!: bigint
}
