import { createContext } from '@tenon/core';

class AppModule {}

export const provoke = () => createContext(AppModule);
