import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"

/**
 * Curator of a vault, and the fees that it set (Symbiotic CuratorRegistry and FeeRegistry).
 */
@Entity_()
export class VaultCurator {
    constructor(props?: Partial<VaultCurator>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Address of the vault.
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
     * Address of the vault.
     */
    @BytesColumn_({nullable: false})
    vault!: Uint8Array

    /**
     * Curator; null: none named.
     */
    @BytesColumn_({nullable: true})
    curator!: Uint8Array | undefined | null

    /**
     * Fee of the curator, of 1e18; null: never set.
     */
    @BigIntColumn_({nullable: true})
    curatorFee!: bigint | undefined | null

    /**
     * Fee of operators, of 1e18; null: never set.
     */
    @BigIntColumn_({nullable: true})
    operatorsFee!: bigint | undefined | null
}
