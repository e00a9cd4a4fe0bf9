export default '/assets/icons/sprite.svg';
