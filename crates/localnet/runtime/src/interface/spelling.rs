//! How a type is spelled: its name and its structure, all the way down.

use std::cell::RefCell;

use scale_info::{Field, PortableRegistry, TypeDef, TypeDefPrimitive, Variant, form::PortableForm};

use super::InterfaceError;

/// Spells types of one metadata file.
///
/// A type that contains itself is spelled `^Name` where it comes up again.
pub(super) struct Speller<'a> {
    types: &'a PortableRegistry,
    open: RefCell<Vec<u32>>,
}

impl<'a> Speller<'a> {
    /// A speller over the types of a runtime.
    pub(super) fn new(types: &'a PortableRegistry) -> Self {
        Self { types, open: RefCell::new(Vec::new()) }
    }

    /// Spell a type by its number.
    pub(super) fn spell(&self, id: u32) -> Result<String, InterfaceError> {
        let ty = self.types.resolve(id).ok_or(InterfaceError::NoType { id })?;
        let name = ty.path.segments.last().map_or("", String::as_str);
        if self.open.borrow().contains(&id) {
            return Ok(format!("^{name}"));
        }
        self.open.borrow_mut().push(id);
        let spelled = self.structure(name, &ty.type_def);
        self.open.borrow_mut().pop();
        spelled
    }

    /// Spell fields: `{ a: u8 }` when they have names, `(u8)` when not, nothing when there are none.
    pub(super) fn fields(&self, fields: &[Field<PortableForm>]) -> Result<String, InterfaceError> {
        let spelled = fields.iter().map(|field| self.field(field)).collect::<Result<Vec<_>, _>>()?.join(", ");
        Ok(match fields.first() {
            None => String::new(),
            Some(Field { name: Some(_), .. }) => format!("{{ {spelled} }}"),
            Some(_) => format!("({spelled})"),
        })
    }

    fn field(&self, field: &Field<PortableForm>) -> Result<String, InterfaceError> {
        let ty = self.spell(field.ty.id)?;
        Ok(match &field.name {
            Some(name) => format!("{name}: {ty}"),
            None => ty,
        })
    }

    fn structure(&self, name: &str, definition: &TypeDef<PortableForm>) -> Result<String, InterfaceError> {
        match definition {
            TypeDef::Composite(found) => Ok(format!("{name}{}", spaced(&self.fields(&found.fields)?))),
            TypeDef::Variant(found) => {
                let variants = found.variants.iter().map(|variant| self.variant(variant));
                Ok(format!("{name} <{}>", variants.collect::<Result<Vec<_>, _>>()?.join(" | ")))
            }
            TypeDef::Sequence(found) => Ok(format!("[{}]", self.spell(found.type_param.id)?)),
            TypeDef::Array(found) => Ok(format!("[{}; {}]", self.spell(found.type_param.id)?, found.len)),
            TypeDef::Tuple(found) => {
                let parts = found.fields.iter().map(|part| self.spell(part.id));
                Ok(format!("({})", parts.collect::<Result<Vec<_>, _>>()?.join(", ")))
            }
            TypeDef::Primitive(found) => Ok(primitive(found).to_owned()),
            TypeDef::Compact(found) => Ok(format!("Compact({})", self.spell(found.type_param.id)?)),
            TypeDef::BitSequence(found) => {
                Ok(format!("Bits({}, {})", self.spell(found.bit_store_type.id)?, self.spell(found.bit_order_type.id)?))
            }
        }
    }

    fn variant(&self, variant: &Variant<PortableForm>) -> Result<String, InterfaceError> {
        Ok(format!("{} {}{}", variant.index, variant.name, spaced(&self.fields(&variant.fields)?)))
    }
}

/// Named fields stand apart from the name, unnamed ones cling to it.
fn spaced(fields: &str) -> String {
    if fields.starts_with('{') { format!(" {fields}") } else { fields.to_owned() }
}

fn primitive(primitive: &TypeDefPrimitive) -> &'static str {
    match primitive {
        TypeDefPrimitive::Bool => "bool",
        TypeDefPrimitive::Char => "char",
        TypeDefPrimitive::Str => "str",
        TypeDefPrimitive::U8 => "u8",
        TypeDefPrimitive::U16 => "u16",
        TypeDefPrimitive::U32 => "u32",
        TypeDefPrimitive::U64 => "u64",
        TypeDefPrimitive::U128 => "u128",
        TypeDefPrimitive::U256 => "u256",
        TypeDefPrimitive::I8 => "i8",
        TypeDefPrimitive::I16 => "i16",
        TypeDefPrimitive::I32 => "i32",
        TypeDefPrimitive::I64 => "i64",
        TypeDefPrimitive::I128 => "i128",
        TypeDefPrimitive::I256 => "i256",
    }
}
