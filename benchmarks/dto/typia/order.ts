import typia, { type tags } from 'typia';

type Text<Most extends number> = string & tags.MinLength<1> & tags.MaxLength<Most>;

interface Order {
  id: string;
  status: 'new' | 'paid' | 'sent';
  gift: boolean;
  placedAt: string;
  note?: string;
  customer: {
    name: string;
    email: string & tags.Format<'email'>;
    address: { street: string; city: string; zip: string; country: string };
  };
  lines: {
    sku: string;
    name: string;
    quantity: number & tags.Type<'int32'> & tags.Minimum<1>;
    price: number & tags.Minimum<0>;
  }[] &
    tags.MinItems<1>;
}

interface StrictOrder {
  id: Text<40>;
  status: 'new' | 'paid' | 'sent';
  gift: boolean;
  placedAt: string & tags.Format<'date-time'>;
  note?: string & tags.MaxLength<500>;
  customer: {
    name: Text<100>;
    email: string & tags.Format<'email'>;
    address: {
      street: Text<100>;
      city: Text<100>;
      zip: string & tags.Pattern<'^\\d{5}$'>;
      country: 'AT' | 'CH' | 'DE' | 'FR';
    };
  };
  lines: {
    sku: string & tags.Pattern<'^[A-Z]{3}-\\d{4}$'>;
    name: Text<80>;
    quantity: number & tags.Type<'int32'> & tags.Minimum<1> & tags.Maximum<1000>;
    price: number & tags.Minimum<0>;
  }[] &
    tags.MinItems<1> &
    tags.MaxItems<100>;
}

export const isOrder = typia.createIs<Order>();
export const validateOrder = typia.createValidate<Order>();
export const isStrictOrder = typia.createIs<StrictOrder>();
export const validateStrictOrder = typia.createValidate<StrictOrder>();
