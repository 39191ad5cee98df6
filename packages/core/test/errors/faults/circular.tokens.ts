import { createContext, createToken, Module, provide } from '@tenon/core';

const PRICE = createToken<number>('price');
const TAX = createToken<number>('tax');

@Module({
  providers: [
    provide(PRICE, { inject: [TAX], useFactory: (tax) => 100 + tax }),
    provide(TAX, { inject: [PRICE], useFactory: (price) => price / 5 }),
  ],
})
class AppModule {}

export const provoke = () => createContext(AppModule);
