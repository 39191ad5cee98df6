import { createContext, createToken, Module, provide } from '@tenon/core';

const PRICE = createToken<number>('price');
const TOTAL = createToken<number>('total');

@Module({ providers: [provide(PRICE, { useValue: 7 })] })
class PriceModule {}

@Module({
  imports: [PriceModule],
  providers: [provide(TOTAL, { inject: [PRICE], useFactory: (price) => price * 3 })],
})
class AppModule {}

export const provoke = () => createContext(AppModule);
