import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_} from "@subsquid/typeorm-store"
import {Vault} from "./vault.model"

/**
 * Rewards contract of the stakers of one vault (Symbiotic DefaultStakerRewards).
 */
@Entity_()
export class StakerRewardsContract {
    constructor(props?: Partial<StakerRewardsContract>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Address in lower case.
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
     * Vault whose stakers it pays (InitVault); null if unknown: the older release does not log it.
     */
    @Index_()
    @ManyToOne_(() => Vault, {nullable: true})
    vault!: Vault | undefined | null

    /**
     * Part of each reward that its admin keeps, of 10000 (SetAdminFee); null if unknown: the older release does not log the first one.
     */
    @IntColumn_({nullable: true})
    adminFee!: number | undefined | null
}
