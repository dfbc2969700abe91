import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Vault} from "./vault.model"
import {Staker} from "./staker.model"

/**
 * An account's shares of a vault.
 */
@Entity_()
export class VaultPosition {
    constructor(props?: Partial<VaultPosition>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<vault>-<account>`.
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
     * Account.
     */
    @Index_()
    @ManyToOne_(() => Staker, {nullable: true})
    staker!: Staker

    /**
     * Shares (activeSharesOf; of version 3 balanceOf).
     */
    @BigIntColumn_({nullable: false})
    shares!: bigint
}
